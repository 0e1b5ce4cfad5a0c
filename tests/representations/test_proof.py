"""A state comes from a file that anybody may have written: it is refused, or it works."""

import copy
import json

import numpy as np
import pytest
from test_table_cells import COLUMNS, make_cells

from zerotohero.representations.table import TableRepresentation
