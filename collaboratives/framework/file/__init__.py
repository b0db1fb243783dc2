"""The framework as one readable file (YAML)."""

from collaboratives.framework.file.reading import FileProblemsError, Problem, read_file
from collaboratives.framework.file.writing import write_file

__all__ = ["FileProblemsError", "Problem", "read_file", "write_file"]
