"""Guards: functions from source files to faults; tests/test_architecture.py plants one for each."""
