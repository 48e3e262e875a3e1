"""Rules of certificates and regions."""
