"""What every test may lean on."""

import os
import tempfile

os.environ["LANHMANH_DATA"] = tempfile.mkdtemp(prefix="lanhmanh-tests-")
os.environ.setdefault("LANHMANH_DEMO", "")
