"""Estimators: arrays in, arrays out, after scikit-learn's contract."""
