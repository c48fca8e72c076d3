"""An app of tests whose tables change from version to version; the variable LATER names the version."""
