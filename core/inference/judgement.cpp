// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/judgement.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

QString wordFor(Judgement::Status status)
{
    switch (status) {
    case Judgement::Status::Ok:
        return u"ok"_s;
    case Judgement::Status::Refused:
        return u"refused"_s;
    case Judgement::Status::Failed:
        break;
    }
    return u"error"_s;
}

QStringList Judgement::warnings() const
{
    return finding ? finding->warnings : QStringList();
}

ReaderNotes Judgement::notes() const
{
    return finding ? finding->notes : ReaderNotes();
}

Judgement judgementOf(const Error& error)
{
    Judgement judgement;
    judgement.interrupted = error.code == ErrorCode::Cancelled;
    if (error.code == ErrorCode::Refused)
        judgement.status = Judgement::Status::Refused;
    judgement.reason = error.message;
    return judgement;
}

Judgement judgementOf(Finding finding)
{
    Judgement judgement;
    const bool isRefused = finding.status == Finding::Status::Refused;
    judgement.status = isRefused ? Judgement::Status::Refused : Judgement::Status::Ok;
    judgement.reason = finding.reason;
    judgement.finding = std::move(finding);
    return judgement;
}

Judgement judge(const Result<ReducedRadiograph>& read, double decodeMs,
                const Classifier& classifier)
{
    if (!read)
        return judgementOf(read.error());
    auto finding = analyse(*read, classifier);
    if (!finding)
        return judgementOf(finding.error());
    finding->timings.addDecoding(decodeMs);
    return judgementOf(*std::move(finding));
}

} // namespace ccad
