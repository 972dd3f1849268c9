// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/screening_text.h"

#include "app/cli/console.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QString tableRow(const ScreenedStudy& study, const ScreeningJob& job)
{
    const QString none(u'-');
    const bool hasLabel = study.label >= 0;
    const auto label = static_cast<std::size_t>(std::max(study.label, 0));
    QString line = study.urgency ? QString::number(*study.urgency, 'f', 3) : none;
    line = line.leftJustified(9) + wordFor(study.status).leftJustified(11);
    line += (hasLabel ? job.classes.value(study.label) : none).leftJustified(15);
    line += (hasLabel ? QString::number(double(study.probabilities.at(label)), 'f', 3) : none)
                .leftJustified(8);
    line += study.file;
    QStringList notes = study.warnings;
    if (!study.reason.isEmpty())
        notes.prepend(study.reason);
    if (!notes.isEmpty())
        line += u"  (%1)"_s.arg(notes.join(u' '));
    return onOneLine(line);
}

QString durationText(double seconds)
{
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    if (seconds < minute)
        return u"%1 s"_s.arg(std::ceil(seconds));
    if (seconds < hour)
        return u"%1 min"_s.arg(std::ceil(seconds / minute));
    return u"%1 h"_s.arg(seconds / hour, 0, 'f', 1);
}

} // namespace

Result<void> printWorklist(const Journal& journal, bool json, const WorklistExport& how)
{
    if (!json)
        printLine(u"urgency  status     label          p       file"_s);
    return journal.forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
        if (json)
            printJson(worklistJsonLine(study, journal.job(), how));
        else
            printLine(tableRow(study, journal.job()));
        return {};
    });
}

QString summaryOf(const JournalCounts& counts, const QString& out)
{
    QString text = u"%1 files: %2 judged (%3 positive), %4 refused, %5 failed, "
                   "%6 duplicates. Worklist: %7"_s.arg(counts.total)
                       .arg(counts.ok)
                       .arg(counts.positive)
                       .arg(counts.refused)
                       .arg(counts.failed)
                       .arg(counts.duplicate)
                       .arg(out);
    if (counts.queued > 0)
        text += u" (%1 still to do)"_s.arg(counts.queued);
    return text;
}

QString progressText(const ScreeningProgress& progress)
{
    if (!progress.doing.isEmpty())
        return progress.doing;
    if (progress.perSecond <= 0)
        return {};
    return u"%1/s, %2 left"_s.arg(progress.perSecond, 0, 'f', progress.perSecond < 10 ? 1 : 0)
        .arg(durationText(progress.secondsLeft));
}

} // namespace ccad::cli
