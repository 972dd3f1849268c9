// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/forgetting/forget.h"

#include <QFileInfo>

namespace ccad {

/// What is known of a patient that is to be forgotten, gathered from the batches.
struct PatientTraces
{
    QString patient; ///< as asked for
    QStringList paths; ///< of films
    QStringList uids;
    QStringList contents; ///< SHA-256 of those films' files that are still there
    QStringList words; ///< by which lists are searched: ID, name, UIDs, pseudonym, files' names
};

/// One store while it is emptied, or while its content is counted.
class Sweep
{
public:
    Sweep(const ForgetRequest& request, KeptKind kind, const CancelToken& cancel)
        : m_request(request), m_cancel(cancel), m_done{kind}
    {
    }

    [[nodiscard]] const ForgetRequest& request() const { return m_request; }
    [[nodiscard]] bool isCancelled() const { return m_cancel.isCancelled(); }
    /// Is a file of that time meant?
    [[nodiscard]] bool isOldEnough(const QDateTime& changed) const
    {
        return !m_request.before || changed < *m_request.before;
    }

    void count(qint64 items, qint64 bytes = 0);
    void note(const QString& problem) { m_done.problems << problem; }

    /// Removes a regular file, which is counted as an item where `isItem`; one that is missing is
    /// fine. A link is removed itself, not what it leads to.
    void removeFile(const QString& path, bool isItem = true);
    /// Removes those of the folder's files that match and are old enough.
    void removeFiles(const QString& folder, const QStringList& patterns);
    /// Removes a folder that CCAD made, with all in it.
    void removeFolder(const QString& path, bool isItem = true);

    [[nodiscard]] Forgotten result() && { return std::move(m_done); }

private:
    const ForgetRequest& m_request;
    const CancelToken& m_cancel;
    Forgotten m_done;
};

/// Bytes of all files below a folder.
[[nodiscard]] qint64 bytesBelow(const QString& folder);

// One function a store, or a few.
void sweepBatches(Sweep& sweep);
void sweepUnpacked(Sweep& sweep);
void sweepNotes(Sweep& sweep, const PatientTraces& traces);
void sweepSession(Sweep& sweep, const PatientTraces& traces);
void sweepRecent(Sweep& sweep, const PatientTraces& traces);
void sweepCaseLists(Sweep& sweep, const PatientTraces& traces);

/// Looks through the batches for a patient, before anything is removed. Empty without one.
[[nodiscard]] PatientTraces tracesOf(const QString& patient, const CancelToken& cancel);

} // namespace ccad
