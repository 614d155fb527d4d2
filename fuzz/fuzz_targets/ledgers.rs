//! The ledgers beside the plan and the answers of an extraction: any bytes are read or refused; what is read and written out
//! again reads the same.
//!
//! The first byte chooses: `h` history, `d` decisions, `p` published, `i` issues, `a` lines of answers (each the JSON of one
//! file met: what stands around it, and its seal, are made here).
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ragbook::domain::{Period, Sha256};
use ragbook::ledger::{Decisions, HistoryLedger, Issues, published};
use ragbook::publish::answers::{About, Answers};
use ragbook_fuzz::Setting;

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else { return };
    match choice {
        b'h' => history(rest),
        b'd' => decisions(rest),
        b'p' => {
            if let Ok(ledger) = published::text::read(rest) {
                let again = published::text::write(&ledger).expect("memory");
                assert_eq!(published::text::read(&again).as_ref(), Ok(&ledger));
            }
        }
        b'i' => {
            if let Ok(ledger) = Issues::read(rest) {
                // A file from before there were seals is sealed when it is written (docs/proving.md).
                let again = Issues::read(&ledger.write().expect("memory")).expect("it was written by us");
                assert_eq!((again.rows(), again.unsealed()), (ledger.rows(), 0));
            }
        }
        _ => answers(rest),
    }
});

fn history(bytes: &[u8]) {
    if let Ok(ledger) = HistoryLedger::read(bytes.to_vec()) {
        for month in 1..=12 {
            let period = Period::new(2019, month).expect("a month");
            let _ = ledger.before(period);
            let _ = ledger.latest(period);
        }
    }
}

fn decisions(bytes: &[u8]) {
    let Ok(ledger) = Decisions::from_csv(bytes) else { return };
    let again = Decisions::from_csv(&ledger.to_csv().expect("memory")).expect("it was written by us");
    assert_eq!(again.rows().len(), ledger.rows().len());
    for (one, other) in ledger.rows().iter().zip(again.rows()) {
        assert!(one.says_the_same(other), "{one:?} {other:?}");
        let _ = (one.lacks(), one.told(), one.overrides(), one.is_for_one_period(), one.provenance());
    }
    let _ = (ledger.in_force(), ledger.waiting(), ledger.unsealed(), ledger.sha256());
}

fn answers(bytes: &[u8]) {
    static ABOUT: OnceLock<(About, String)> = OnceLock::new();
    let (asked, about) = ABOUT.get_or_init(|| {
        let setting = Setting::get();
        let about = About::of(&setting.context(&setting.plan, false));
        let json = serde_json::to_string(&about).expect("words");
        (about, json.trim_end_matches('}').to_owned())
    });
    let files: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let extraction = Sha256::of(b"one");
    let mut lines = Vec::new();
    for file in &files {
        let mut open = format!("{about},\"extraction\":\"{extraction}\",\"lines\":{},\"file\":", files.len())
            .into_bytes();
        open.extend_from_slice(file);
        let seal = format!(",\"seal\":\"{}\"}}\n", Sha256::of(&open));
        lines.extend(open);
        lines.extend(seal.into_bytes());
    }
    let Ok(answers) = Answers::read(&lines, asked) else { return };
    assert_eq!(answers.clone().and(answers.clone()), answers, "twice is once");
    let _ = answers.whole();
}
