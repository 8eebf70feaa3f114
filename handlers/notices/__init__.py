"""What is published about the network, and whether it hangs where it is to hang."""
