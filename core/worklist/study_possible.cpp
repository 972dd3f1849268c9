// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/study_possible.h"

#include "core/inference/possible_classes.h"

namespace ccad {

QString classWordsOf(const ScreeningJob& job, qsizetype index)
{
    const QString title = job.classTitles.value(index);
    return title.isEmpty() ? job.classes.value(index) : title;
}

namespace {

QStringList titlesOf(const ScreeningJob& job)
{
    QStringList titles;
    for (qsizetype i = 0; i < job.classes.size(); ++i)
        titles << classWordsOf(job, i);
    return titles;
}

} // namespace

std::optional<std::vector<int>> possibleOf(const ScreenedStudy& study, const ScreeningJob& job)
{
    if (!job.predictionSets || study.status != StudyStatus::Ok
        || study.probabilities.size() != std::size_t(job.classes.size()))
        return std::nullopt;
    return possibleClasses(*job.predictionSets, study.probabilities);
}

QString doubtOf(const ScreenedStudy& study, const ScreeningJob& job)
{
    const auto possible = possibleOf(study, job);
    if (!possible || possible->size() == 1)
        return {};
    return possibleClassesSentence(*possible, job.predictionSets->coverage, titlesOf(job));
}

} // namespace ccad
