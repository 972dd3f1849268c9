// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/screened_study.h"

#include "core/inference/judgement.h"

using namespace Qt::StringLiterals;

namespace ccad {

QString wordFor(StudyStatus status)
{
    switch (status) {
    case StudyStatus::Queued:
        return u"queued"_s;
    case StudyStatus::Ok:
        return wordFor(Judgement::Status::Ok);
    case StudyStatus::Refused:
        return wordFor(Judgement::Status::Refused);
    case StudyStatus::Failed:
        return wordFor(Judgement::Status::Failed);
    case StudyStatus::Duplicate:
        return u"duplicate"_s;
    }
    return {};
}

QString uidUsedTwice()
{
    return u"UID used twice: another file carries the same SOP Instance UID and is "
           "not known to be the same picture of the same patient."_s;
}

QString wordFor(Verdict verdict)
{
    switch (verdict) {
    case Verdict::None:
        return u""_s;
    case Verdict::Agree:
        return u"agree"_s;
    case Verdict::Disagree:
        return u"disagree"_s;
    case Verdict::Unsure:
        return u"unsure"_s;
    }
    return {};
}

} // namespace ccad
