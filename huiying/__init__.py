"""huiying （回应）: puts a citizen's question to government websites and measures the workdays to an answer."""

__version__ = "0.1.0"
