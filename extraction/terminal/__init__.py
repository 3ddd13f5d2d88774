"""What a person sees and types: the commands, the screen, the progress of a run, its signals."""
