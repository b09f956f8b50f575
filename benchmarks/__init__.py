"""The promises of this product, measured on the machine it runs on: `./run prove`."""
