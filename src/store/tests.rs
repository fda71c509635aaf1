use super::contract::{Place, contract};
use super::{FolderStore, MemoryStore};

#[test]
fn a_folder_keeps_the_contract() {
    let scratch = tempfile::tempdir().expect("a folder");
    let turn = std::sync::atomic::AtomicUsize::new(0);
    contract(&|| -> Place {
        let root = scratch
            .path()
            .join(turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed).to_string());
        Box::new(move || Box::new(FolderStore::new(&root)))
    });
}

#[test]
fn memory_keeps_the_contract() {
    contract(&|| -> Place {
        let store = MemoryStore::new();
        Box::new(move || Box::new(store.clone()))
    });
}
