// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forgetting/forget.h"

#include "core/base/temporary_folder.h"
#include "core/forgetting/internal/sweep.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

void sweepTemporary(Sweep& sweep)
{
    const LeftOver left = leftOverTemporaryFolders();
    sweep.count(left.folders.size(), left.bytes);
    if (sweep.request().isTrial)
        return;
    (void)sweepTemporaryFolders();
    const LeftOver still = leftOverTemporaryFolders();
    sweep.count(-still.folders.size(), -still.bytes);
    for (const QString& folder : still.folders)
        sweep.note(u"%1 cannot be removed."_s.arg(folder));
}

/// Nobody can say whose key this is, or how old what it hides is.
void sweepKey(Sweep& sweep)
{
    if (!sweep.request().before && sweep.request().patient.isEmpty())
        sweep.removeFile(keptPlace(KeptKind::Key));
}

/// No name tells whose an object is, so that for one patient all go, as caches do.
void sweepRetrieved(Sweep& sweep)
{
    const QDir folder(keptPlace(KeptKind::Retrieved));
    const auto filter = QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks;
    for (const QFileInfo& retrieval : folder.entryInfoList(QDir::Filters(filter)))
        if (sweep.isOldEnough(retrieval.lastModified()))
            sweep.removeFolder(retrieval.absoluteFilePath());
}

/// Files that are computed again. None of them says whom it is about, so that for one patient all
/// go.
void sweepCache(Sweep& sweep, KeptKind kind)
{
    sweep.removeFiles(keptPlace(kind), {u"*.bin"_s, u"*.bin.??????"_s});
}

void emptyStore(Sweep& sweep, KeptKind kind, const PatientTraces& traces)
{
    switch (kind) {
    case KeptKind::Batches:
        return sweepBatches(sweep);
    case KeptKind::Unpacked:
        return sweepUnpacked(sweep);
    case KeptKind::Notes:
        return sweepNotes(sweep, traces);
    case KeptKind::Session:
        return sweepSession(sweep, traces);
    case KeptKind::Recent:
        return sweepRecent(sweep, traces);
    case KeptKind::CaseLists:
        return sweepCaseLists(sweep, traces);
    case KeptKind::Index:
    case KeptKind::Features:
        return sweepCache(sweep, kind);
    case KeptKind::Temporary:
        return sweepTemporary(sweep);
    case KeptKind::Retrieved:
        return sweepRetrieved(sweep);
    case KeptKind::Key:
        return sweepKey(sweep);
    case KeptKind::Models:
    case KeptKind::Nodes:
    case KeptKind::Settings:
        return;
    }
}

/// Of the stores that stay.
Forgotten measured(KeptKind kind)
{
    Forgotten store{kind};
    const QString place = keptPlace(kind);
    if (kind == KeptKind::Models) {
        store.items = QDir(place).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
        store.bytes = bytesBelow(place);
    } else if (const QFileInfo file(place); file.isFile()) {
        store.items = 1;
        store.bytes = file.size();
    }
    return store;
}

} // namespace

std::vector<Forgotten> forget(const ForgetRequest& request, const CancelToken& cancel)
{
    // Before anything is removed: notes and lists are found by what the batches know.
    const PatientTraces traces = tracesOf(request.patient, cancel);
    std::vector<Forgotten> all;
    for (const KeptKind kind : request.kinds)
        all.push_back({kind});
    const auto empty = [&](Forgotten& store) {
        Sweep sweep(request, store.kind, cancel);
        if (keptStore(store.kind).isForgotten && !cancel.isCancelled())
            emptyStore(sweep, store.kind, traces);
        store = std::move(sweep).result();
    };
    // What was unpacked goes with its batch, too, and is counted once.
    for (Forgotten& store : all)
        if (store.kind == KeptKind::Unpacked)
            empty(store);
    for (Forgotten& store : all)
        if (store.kind != KeptKind::Unpacked)
            empty(store);
    return all;
}

std::vector<Forgotten> keptNow(const CancelToken& cancel)
{
    ForgetRequest request;
    request.isTrial = true;
    for (const KeptStore& store : keptStores())
        request.kinds.push_back(store.kind);
    std::vector<Forgotten> all = forget(request, cancel);
    for (Forgotten& store : all)
        if (!keptStore(store.kind).isForgotten)
            store = measured(store.kind);
    return all;
}

std::vector<KeptKind> forgettableKinds()
{
    std::vector<KeptKind> kinds;
    for (const KeptStore& store : keptStores())
        if (store.isForgotten)
            kinds.push_back(store.kind);
    return kinds;
}

} // namespace ccad
