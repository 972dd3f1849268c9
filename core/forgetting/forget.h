// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/kept_data.h"

#include <QDateTime>
#include <QString>

#include <optional>
#include <vector>

namespace ccad {

/// What is to be forgotten. With neither a time nor a patient: all that the stores hold.
struct ForgetRequest
{
    std::vector<KeptKind> kinds; ///< those that are never forgotten are passed over
    /// Only what was changed last before that time. Recent files, which have no time, and the key
    /// stay.
    std::optional<QDateTime> before = {};
    /// A patient's ID or name, as DICOM writes it; empty: everybody's. Rows of batches are emptied,
    /// what was unpacked of them is removed, and so are notes on these films; lists that name the
    /// patient, the films or the pseudonym go, and what can be made again goes as a whole. The key
    /// stays.
    QString patient = {};
    bool isTrial = false; ///< only counts
};

/// What became of one store, or would in a trial.
struct Forgotten
{
    KeptKind kind;
    qint64 items = 0; ///< batches, notes, files, entries of lists
    qint64 bytes = 0; ///< that they take on the disk, about
    /// Sentences on what could not be removed and why.
    QStringList problems = {};
};

/// Empties the stores as asked. Goes on after a problem; a store that is in use (a batch that runs)
/// stays and is one. Stops early when cancelled, with what is done by then. One entry for each kind
/// of the request. A window that is open writes its session again. Needs a QCoreApplication.
[[nodiscard]] std::vector<Forgotten> forget(const ForgetRequest& request,
                                            const CancelToken& cancel = {});

/// What lies in all stores now, those that are never forgotten among them.
[[nodiscard]] std::vector<Forgotten> keptNow(const CancelToken& cancel = {});

/// Everything that is about patients, and what can be made again.
[[nodiscard]] std::vector<KeptKind> forgettableKinds();

} // namespace ccad
