"""What is kept on disk: immutable snapshots of the data, and the read-only database over one of them."""
