"""WHAT HAPPENED: the append-only trail. Takes ids and plain words; imports no model of ours."""
