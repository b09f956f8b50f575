"""Whether the promise about false alerts is kept, and how soon a shift would be noticed."""
