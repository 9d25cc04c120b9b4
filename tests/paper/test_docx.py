"""Word files: what is written reads back equal; what Word numbers, deletes or hides reads as printed."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings

from lanhmanh.paper.docx_read import read_blocks
from lanhmanh.paper.docx_write import write_docx
from lanhmanh.paper.parse import parse

sys.path.insert(0, str(Path(__file__).parent))
from samples import SAMPLES
from strategies import documents


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_reads_back_equal(name):
    assert parse(read_blocks(write_docx(SAMPLES[name]))) == SAMPLES[name]


@given(documents())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_document_reads_back_equal(doc):
    assert parse(read_blocks(write_docx(doc))) == doc
