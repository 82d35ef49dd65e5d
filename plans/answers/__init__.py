"""What other systems may ask of the plan: read only, and never anything about a concern. Rule A-32."""
