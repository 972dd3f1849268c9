// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/worklist/agreement.h"
#include "core/worklist/journal.h"
#include "ui/screening/internal/worklist_row.h"

#include <QImage>
#include <QList>
#include <QObject>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace ccad {

class JournalReader;

/// The sums over a journal.
struct WorklistState
{
    JournalCounts counts;
    AgreementCounts agreement;
    QString concerns; ///< remarksOnBatch, or empty
};

/// Reads a journal on a thread of its own and goes on looking at what changes in it some times a
/// second, whether this program or another one fills it. Its signals come on this object's thread;
/// news of a journal that is no longer followed is dropped. The destructor waits until verdicts are
/// written.
class JournalFollower final : public QObject
{
    Q_OBJECT
public:
    static constexpr int lookMs = 250;
    static constexpr int chunk = 2000; ///< rows read at once, so that nothing else waits long

    explicit JournalFollower(QObject* parent = nullptr);
    ~JournalFollower() override;

    /// Follows a journal, which is only read and given verdicts; an empty path: none.
    void follow(const QString& path);
    [[nodiscard]] QString path() const { return m_path; }

    /// Verdicts are written in the order of the calls.
    void setVerdict(qint64 number, Verdict verdict, const QString& comment);
    void requestThumbnails(const QList<qint64>& numbers);
    /// Gets all that is known of those rows. `deliver` is called on this object's thread, and only
    /// while the same journal is followed. Numbers that are not there are left out.
    using Deliver = std::function<void(const Result<std::vector<ScreenedStudy>>&)>;
    void requestStudies(const QList<qint64>& numbers, const Deliver& deliver);

Q_SIGNALS:
    void opened(const ccad::ScreeningJob& job);
    void openFailed(const ccad::Error& error);
    /// Some rows that are new or changed, in the order of their changes.
    void rowsRead(const std::vector<ccad::WorklistRow>& rows);
    /// All is read by now. Emitted again after further changes.
    void caughtUp(const ccad::WorklistState& state);
    void thumbnailRead(qint64 number, const QImage& image); ///< null: there is none
    /// Reading failed on the way and will be tried again, or a verdict on a journal that is no
    /// longer followed was not kept.
    void failed(const ccad::Error& error);
    /// The verdict is on the disk. Each call of setVerdict() is answered by one of the two, while
    /// the same journal is followed.
    void verdictKept(qint64 number);
    void verdictFailed(qint64 number, const ccad::Error& error);

private:
    friend class JournalReader;
    template <typename Work> void onReader(Work work);

    QString m_path;
    quint64 m_generation = 0; ///< number of the journal that is followed
    QThread m_thread;
    JournalReader* m_reader; ///< lives on m_thread and ends with it
};

} // namespace ccad
