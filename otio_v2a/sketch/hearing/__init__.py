"""What a prompt asks for, by its words."""
