"""Write the pages of `test_pages_change_only_on_purpose` anew; read the difference before it is committed."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DEPARTMENT, PROJECT = "examples/cases/department-2021.toml", "examples/cases/project-2021.toml"
FORM, REPORT = "examples/self-evaluation-2021.txt", "examples/project-2021.toml"
PAGES = {
    "department.zh.txt": ("review", DEPARTMENT),
    "department.en.txt": ("review", DEPARTMENT, "--locale", "en"),
    "department-assumed.zh.txt": ("review", DEPARTMENT, "--assume", "headcount_is_in_service"),
    "project.zh.txt": ("review", PROJECT),
    "project.en.txt": ("review", PROJECT, "--locale", "en"),
    "project-score.zh.txt": ("score", PROJECT),
    "form-convert.zh.txt": ("convert", FORM),
    "form-check.zh.txt": ("check", FORM),
    "form-check.en.txt": ("check", FORM, "--locale", "en"),
    "form-review.zh.txt": ("review", FORM),
    "report-review.en.txt": ("review", REPORT, "--locale", "en"),
    "project-rubric.zh.txt": ("rubrics", "junshan-project@2021.1"),
}

if __name__ == "__main__":
    for name, arguments in PAGES.items():
        command = [sys.executable, "-m", "jixiao_core", *arguments]
        found = subprocess.run(command, cwd=HERE.parents[2], capture_output=True, check=False)
        (HERE / name).write_bytes(found.stdout)
