"""What a buyer needs, what the market and the code allow, and who is proposed."""
