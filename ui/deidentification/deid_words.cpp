// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deidentification/internal/deid_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace ccad {

namespace {

QString tr(const char* text, qint64 count = -1)
{
    return QCoreApplication::translate("ccad::Deidentification", text, nullptr, int(count));
}

QString keptWords(const DeidRun& run)
{
    QStringList kept;
    for (const KeptOption& row : keptOptions())
        if (run.options.testFlag(row.option))
            kept << row.title;
    return kept.join(QLatin1String("; "));
}

PlanSentence dateSentence(DeidOptions options)
{
    if (options.testFlag(DeidOption::RetainFullDates))
        return {tr("Dates stay as they are."), true};
    if (options.testFlag(DeidOption::RetainModifiedDates))
        return {tr("Dates of a patient move by the same number of days."), false};
    return {tr("Dates are taken away."), false};
}

void addText(std::vector<PlanSentence>& plan, const std::optional<LookedFilms>& looked)
{
    if (!looked) {
        plan.push_back(
            {tr("Nobody looks at the pixels: what is written in them can be read."), true});
        return;
    }
    if (looked->withText > 0)
        plan.push_back({tr("Boxes that become black: %1, in %n film(s). No other pixel changes.",
                           looked->withText)
                            .arg(looked->boxes),
                        false});
    else
        plan.push_back({tr("No pixel becomes black."), false});
    if (looked->unseen > 0)
        plan.push_back(
            {tr("Nobody has looked at the boxes of %n film(s). Go back to do so.", looked->unseen),
             true});
    if (looked->failed > 0)
        plan.push_back(
            {tr("Left out, since they cannot be read: %n file(s).", looked->failed), true});
}

PlanSentence mappingSentence(const DeidRun& run)
{
    if (run.mapping.isEmpty())
        return {tr("No mapping is written: nobody can find back to the patients."), false};
    if (run.isMappingPlain)
        return {tr("Who has the file %1 can find back to the patients.").arg(run.mapping), true};
    return {tr("The mapping %1 is encrypted. Without its passphrase nobody can find back to the "
               "patients.")
                .arg(run.mapping),
            false};
}

} // namespace

std::vector<KeptOption> keptOptions()
{
    return {{DeidOption::RetainPatientCharacteristics, tr("Sex, age, size and weight")},
            {DeidOption::RetainDeviceIdentity, tr("Which device made the film")},
            {DeidOption::RetainInstitutionIdentity, tr("Which institution made the film")},
            {DeidOption::RetainUids, tr("UIDs of study, series and film")},
            {DeidOption::RetainSafePrivate, tr("Private attributes that are known to be safe")},
            {DeidOption::CleanDescriptors, tr("Harmless words of descriptions")},
            {DeidOption::CleanStructuredContent, tr("Harmless words of structured reports")},
            {DeidOption::CleanGraphics, tr("Harmless words of graphics")}};
}

std::vector<PlanSentence> planOf(const DeidRun& run, const std::optional<LookedFilms>& looked)
{
    std::vector<PlanSentence> plan;
    plan.push_back(
        {looked ? tr("%n file(s) will be de-identified. The originals stay as they are.",
                     looked->films)
                : tr("The chosen films will be de-identified. The originals stay as they are."),
         false});
    plan.push_back({tr("New files go to %1. Their names say nothing.").arg(run.out), false});
    if (run.existing == Existing::Replace)
        plan.push_back(
            {tr("Files of an earlier run that have the same names there are replaced."), true});
    plan.push_back(
        {tr("All that tells whose they are is taken away, by the Basic Profile of DICOM PS3.15."),
         false});
    if (const QString kept = keptWords(run); !kept.isEmpty())
        plan.push_back({tr("What stays: %1.").arg(kept), false});
    plan.push_back(dateSentence(run.options));
    addText(plan, looked);
    plan.push_back(mappingSentence(run));
    plan.push_back({run.key.isEmpty()
                        ? tr("The key is forgotten: another time, patients get other pseudonyms.")
                        : tr("With the key %1, patients get the same pseudonyms another time. Keep "
                             "it apart from the films.")
                              .arg(run.key),
                    false});
    return plan;
}

QString fileWords(const QString& title, const Result<DeidFile>& done)
{
    if (!done)
        return tr("%1: not written. %2").arg(title, done.error().message);
    if (done->written.isEmpty())
        return tr("%1: not written, since text seems to be in its pixels.").arg(title);
    QStringList words{tr("%1: written as %2.").arg(title, done->written)};
    if (!done->boxes.empty())
        words << tr("Boxes that were blanked: %1.").arg(done->boxes.size());
    return (words << done->notes).join(QLatin1Char(' '));
}

QString reportWords(const DeidRunReport& report, const DeidRun& run)
{
    QStringList words;
    if (report.wasInterrupted)
        words << tr("Cancelled.");
    words << tr("Written to %1: %n file(s).", report.written).arg(run.out);
    if (report.waiting > 0)
        words << tr("Waiting for somebody to look at their pixels: %1.").arg(report.waiting);
    if (report.failed > 0)
        words << tr("Not de-identified: %1.").arg(report.failed);
    if (!run.mapping.isEmpty())
        words << tr("The mapping is in %1.").arg(run.mapping);
    if (const QString leftOut = companionText(report.companions); !leftOut.isEmpty())
        words << leftOut;
    return words.join(QLatin1Char(' '));
}

} // namespace ccad
