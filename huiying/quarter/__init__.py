"""The rest of the quarter's inputs."""
