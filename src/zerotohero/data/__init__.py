"""Bring anything: tables and folders of images."""
