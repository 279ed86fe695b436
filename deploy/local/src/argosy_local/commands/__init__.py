"""The subcommands of `argosy`, one file each."""
