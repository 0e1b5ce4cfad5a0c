"""Reads numbers and draws them; orders no fit."""
