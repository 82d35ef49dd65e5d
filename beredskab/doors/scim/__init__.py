"""People and groups from the municipality's directory (SCIM 2.0, RFC 7643 and 7644). Rules A-34 to A-36."""
