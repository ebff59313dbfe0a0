#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maturity_fuzz::edit::run(data));
