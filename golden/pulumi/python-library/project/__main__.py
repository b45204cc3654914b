"""Nothing is deployed from here: the package `storage` is for other projects."""
