// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_card.h"

#include "core/base/markdown.h"
#include "core/statistics/interval_text.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString scoreTable(const LungTrainingOutcome& outcome)
{
    QString text = tableHead({u"held-out images"_s, u"images"_s, u"patients"_s,
                              u"Dice, mean (95 % interval)"_s, u"median"_s, u"lowest"_s},
                             TableRule::Tight);
    const auto add = [&](const QString& name, const LungScores& scores) {
        text += tableRow({name, QString::number(scores.images.size()),
                          QString::number(scores.patients()), withInterval(scores.meanDice()),
                          figure(scores.medianDice()), figure(scores.lowestDice())});
    };
    add(u"all"_s, outcome.student);
    for (const QString& view : outcome.student.views())
        add(view.isEmpty() ? u"view unknown"_s : view, outcome.student.ofView(view));
    add(u"all, teacher (not shipped)"_s, outcome.teacher);
    return text;
}

QString sourceTable(const LungTrainingOutcome& outcome)
{
    QString text = tableHead(
        {u"source"_s, u"learned from"_s, u"left out as implausible or unsure"_s}, TableRule::Tight);
    for (const auto& [source, count] : outcome.sources)
        text += tableRow({source, QString::number(count.used), QString::number(count.implausible)});
    return text;
}

} // namespace

QJsonObject lungProvenance(const LungTrainingRequest& request, const LungTrainingOutcome& outcome)
{
    QJsonObject sources;
    for (const auto& [source, count] : outcome.sources)
        sources[source]
            = QJsonObject{{u"used"_s, count.used}, {u"implausible"_s, count.implausible}};
    return {
        {u"seed"_s, QString::number(request.seed)},   {u"teacher_epochs"_s, request.teacherEpochs},
        {u"student_epochs"_s, request.studentEpochs}, {u"held_out_share"_s, request.heldOut},
        {u"teacher_masks"_s, outcome.trainingMasks},  {u"student_images"_s, sources},
        {u"dice_student"_s, toJson(outcome.student)}, {u"dice_teacher"_s, toJson(outcome.teacher)}};
}

QString lungCard(const LungTrainingRequest& request, const LungTrainingOutcome& outcome)
{
    QString text
        = u"# ccad-lungs %1\n\n"
          "Marks the lungs of a frontal chest radiograph. CCAD uses it to crop pictures to the "
          "lungs, to audit models for shortcuts and to tell how much of a saliency map lies "
          "inside "
          "the lungs. Research use only: it measures nothing about a patient.\n\n"
          "## Network\n\n"
          "MobileNetV2 1.0 down to 14 x 14 cells (features 0 to 13) and a decoder of three "
          "levels "
          "with 64 channels up to 56 x 56 cells. Input: the whole picture stretched to 224 x "
          "224, "
          "grey from -1 to 1. Output: the probability of lung in each cell; the heart's shadow "
          "does "
          "not count as lung.\n\n"_s.arg(outcome.package.manifest.version);
    text += u"## Data and licences\n\n"
            "The masks at hand belong to images of the collection cohen, most of which may not "
            "be used for a model that is given away. Hence two networks. A teacher learned %1 "
            "of these masks; it was used once and is not part of this package. This network, "
            "the student, learned the teacher's masks on images that may be used so: NIH "
            "ChestX-ray8 (no restrictions, attribution), the Hannover Covid-19 image repository "
            "(CC BY 3.0), COVID-CXNet (CC BY 4.0) and the rows of cohen under CC BY or CC "
            "BY-SA. It saw no "
            "picture and no mask of the other rows; what it knows of them came through the "
            "teacher's answers. Masks that did not look like two lungs, or of which the "
            "teacher was unsure, were left out:\n\n"_s.arg(outcome.trainingMasks)
        + sourceTable(outcome)
        + u"\nBoth networks started from ImageNet weights and every layer was "
          "trained on. %1 and %2 epochs, seed %3.\n\n"_s.arg(request.teacherEpochs)
              .arg(request.studentEpochs)
              .arg(request.seed);
    text += u"## How well it does\n\n"
            "Against masks of patients that neither teacher nor student saw, at the "
            "full size of each mask; intervals by resampling patients:\n\n"_s
        + scoreTable(outcome)
        + u"\nThe reference masks are themselves the output of a network (lungVAE) and some "
          "are imperfect, so these figures say how alike the two are, not how right.\n\n"
          "## Limits\n\n"
          "Masks exist for the collection cohen alone: on the other sources nothing but the "
          "plausibility of a mask could be checked. Consolidated lung, large effusions and "
          "lateral views are drawn badly or not at all. Pictures upside down, on their side "
          "or inverted were never trained on. The network draws something into any picture; "
          "whether it looks like two lungs has to be asked (shapeOf).\n"_s;
    return text;
}

} // namespace ccad
