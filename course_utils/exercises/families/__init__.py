"""What several exercises share: cases, pictures, and helpers of both."""
