// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/screening_words.h"

#include "ui/words/training_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("Screening", text, nullptr, int(count));
}

} // namespace

QString screeningProgressText(const ScreeningProgress& progress)
{
    const JournalCounts& counts = progress.counts;
    QStringList parts;
    if (!progress.doing.isEmpty())
        parts << progress.doing;
    if (counts.total > 0)
        parts << tr("%1 of %2").arg(counts.done()).arg(counts.total);
    if (progress.perSecond > 0) {
        parts << tr("%1/s").arg(progress.perSecond, 0, 'f', progress.perSecond < 10 ? 1 : 0);
        if (progress.secondsLeft > 0)
            parts << tr("%1 left").arg(durationText(progress.secondsLeft));
    }
    return parts.isEmpty() ? tr("Starting") : parts.join(u", "_s);
}

QString countsText(const JournalCounts& counts)
{
    QStringList parts;
    const auto add = [&parts](const char* text, qint64 count) {
        if (count > 0)
            parts << tr(text).arg(count);
    };
    add(QT_TRANSLATE_NOOP("Screening", "%1 positive"), counts.positive);
    add(QT_TRANSLATE_NOOP("Screening", "%1 negative"), counts.ok - counts.positive);
    add(QT_TRANSLATE_NOOP("Screening", "%1 refused"), counts.refused);
    add(QT_TRANSLATE_NOOP("Screening", "%1 failed"), counts.failed);
    add(counts.duplicate == 1 ? QT_TRANSLATE_NOOP("Screening", "%1 duplicate")
                              : QT_TRANSLATE_NOOP("Screening", "%1 duplicates"),
        counts.duplicate);
    add(QT_TRANSLATE_NOOP("Screening", "%1 waiting"), counts.queued);
    const QString files = tr("%n file(s)", counts.total);
    return parts.isEmpty() ? files + QLatin1Char('.')
                           : tr("%1: %2.").arg(files, parts.join(u", "_s));
}

QString agreementText(const AgreementCounts& agreement)
{
    if (agreement.read() == 0)
        return {};
    QStringList parts;
    if (const qint64 sure = agreement.agree + agreement.disagree; sure > 0) {
        const Interval share = agreement.share();
        const auto percent = [](double value) { return QString::number(value * 100, 'f', 0); };
        parts << tr("Agree %1 of %2 (%3 %, %4 to %5 %)")
                     .arg(agreement.agree)
                     .arg(sure)
                     .arg(percent(share.value), percent(share.low), percent(share.high));
    }
    if (agreement.unsure > 0)
        parts << tr("%1 unsure").arg(agreement.unsure);
    return parts.join(u", "_s) + QLatin1Char('.');
}

QString unfinishedText(const JournalCounts& counts)
{
    if (counts.queued > 0)
        return tr("This batch was interrupted: %n file(s) are waiting.", counts.queued);
    if (counts.failed > 0)
        return tr("%n file(s) could not be read.", counts.failed);
    return {};
}

QString batchTitle(const ScreeningJob& job, bool hidden)
{
    if (job.sources.isEmpty() || hidden)
        return tr("Batch");
    const QString first = job.sources.first();
    const QString name = QFileInfo(QDir::cleanPath(first)).fileName();
    const QString shown = name.isEmpty() ? first : name;
    return job.sources.size() == 1 ? shown
                                   : tr("%1 and %2 more").arg(shown).arg(job.sources.size() - 1);
}

} // namespace ccad
