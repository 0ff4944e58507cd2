//! The command `depeche`.

fn main() {}
