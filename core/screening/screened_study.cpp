// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/screened_study.h"

namespace ccad {

QString wordFor(StudyStatus status)
{
    switch (status) {
    case StudyStatus::Queued:
        return QStringLiteral("queued");
    case StudyStatus::Ok:
        return QStringLiteral("ok");
    case StudyStatus::Refused:
        return QStringLiteral("refused");
    case StudyStatus::Failed:
        return QStringLiteral("error");
    case StudyStatus::Duplicate:
        return QStringLiteral("duplicate");
    }
    return {};
}

QString wordFor(Verdict verdict)
{
    switch (verdict) {
    case Verdict::None:
        return QStringLiteral("");
    case Verdict::Agree:
        return QStringLiteral("agree");
    case Verdict::Disagree:
        return QStringLiteral("disagree");
    case Verdict::Unsure:
        return QStringLiteral("unsure");
    }
    return {};
}

} // namespace ccad
