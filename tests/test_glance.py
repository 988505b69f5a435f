"""The same frames very small: written by the render, read instead of the movie."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from coded import LONG_GOP, Coded, make
from looked import looks
from reels import MOVIE, REEL

from otio_v2a.model import Media, Mix, Shot, Visual
from otio_v2a.picture.canvas import Canvas
from otio_v2a.picture.media import Library
from otio_v2a.picture.render import render
