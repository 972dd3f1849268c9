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

QString sameStudyAs(const QString& file)
{
    return u"This is the same study as %1, which has a row of its own."_s.arg(file);
}

QString sameFilmInSameFile()
{
    return u"The file was looked at once more and holds the same film; its earlier row is about "
           "it."_s;
}

QString fileWasReplaced()
{
    return u"The file holds something else by now; this row is about what was there before, "
           "and a newer row of its name about what is there."_s;
}

QString archiveWasReplaced(const QString& archive)
{
    return u"The archive %1 was replaced after this row was made; what is in it by now has rows of "
           "its own."_s.arg(archive);
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
