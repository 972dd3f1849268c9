// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/run_in_pool.h"
#include "ui/study/record_files.h"

namespace ccad {

/// Works on the RecordFiles off the GUI thread, one request after the other in the order of the
/// calls; none is overtaken or dropped. The destructor waits for all of them.
class StudyRecords final : public QObject
{
    Q_OBJECT
public:
    explicit StudyRecords(RecordPaths paths, QObject* parent = nullptr);
    ~StudyRecords() override;

    /// For tests: call it before the first request.
    void setPaths(RecordPaths paths) { m_files = std::make_shared<RecordFiles>(std::move(paths)); }

    /// Calls work(RecordFiles&) on the worker, then deliver(its value) on this object's thread.
    /// `work` must capture values only.
    template <typename Work, typename Deliver> void start(Work work, Deliver deliver)
    {
        runInPool(
            m_pool, *this, [] { return true; },
            [work = std::move(work), files = m_files]() mutable {
                auto value = work(*files);
                return std::pair(std::move(value), files->takeNotice());
            },
            [this, deliver = std::move(deliver)](auto answer) mutable {
                if (!answer.second.isEmpty())
                    Q_EMIT noticed(answer.second);
                deliver(std::move(answer.first));
            });
    }

Q_SIGNALS:
    void noticed(const QString& sentence); ///< see RecordFiles::takeNotice

private:
    std::shared_ptr<RecordFiles> m_files; ///< used by the worker alone
    QThreadPool m_pool;
};

} // namespace ccad
