"""What has changed since an earlier edition."""
