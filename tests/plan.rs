//! The plan in `seeds/`, and the reader of plans.

use std::path::Path;

use ragbook::plan;

#[test]
fn the_seeds_load() {
    let loaded = plan::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"));
    for fault in &loaded.faults {
        println!("{} | {:?} | {} | {:?}", fault.place, fault.subject.reference(), fault.found, fault.kind);
    }
    let plan = loaded.plan.unwrap();
    println!("{:?}", plan.meetings);
    println!("{:?}", plan.editions);
    assert_eq!(plan.actions.len(), 41);
}
