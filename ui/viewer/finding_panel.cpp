// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/finding_panel.h"

#include "core/inference/possible_classes.h"
#include "core/package/class_words.h"
#include "ui/settings/settings.h"
#include "ui/viewer/internal/finding_model.h"
#include "ui/viewer/internal/overlay_controls.h"
#include "ui/widgets/intended_use.h"
#include "ui/widgets/probability_bar.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/severity_words.h"

#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int commentLines = 3; ///< in sight at once

void removeAll(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

FindingPanel::FindingPanel(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_busy(new QProgressBar(this))
{
    setObjectName(u"findingPanel"_s);
    setAccessibleName(tr("Finding"));
    setMinimumWidth(272);

    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Work in progress"));
    // Keeps its place when it hides, so that nothing jumps.
    QSizePolicy policy = m_busy->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(policy);
    m_busy->hide();

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Finding"));
    scroll->setWidget(makeContent(settings));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_busy);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeIntendedUseFooter(spacing::medium, this));
    clearFinding();
}

QWidget* FindingPanel::makeContent(Settings& settings)
{
    auto* content = new QWidget(this);
    content->setAccessibleName(tr("Finding"));
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);

    makeWords(layout, settings);
    makeBanner(layout);

    m_barRows = new QVBoxLayout;
    m_barRows->setSpacing(12);
    layout->addSpacing(spacing::small);
    layout->addLayout(m_barRows);

    // This lies above the part that may scroll: how the model did elsewhere belongs to what it
    // says.
    layout->addSpacing(spacing::medium);
    addHeading(layout, tr("Model"));
    m_model = new FindingModel(content);
    layout->addWidget(m_model);

    layout->addSpacing(spacing::medium);
    addHeading(layout, tr("Overlay"));
    m_overlay = new OverlayControls(settings, content);
    layout->addWidget(m_overlay);

    layout->addSpacing(spacing::medium);
    makeComment(layout);

    layout->addStretch(1);
    return content;
}

void FindingPanel::makeWords(QVBoxLayout* layout, Settings& settings)
{
    addHeading(layout, tr("Finding"));
    m_label = addText(layout, "label");
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.7);
    large.setWeight(QFont::DemiBold);
    m_label->setFont(large);
    m_label->setObjectName(u"findingLabel"_s);
    m_sentence = addText(layout, "muted");
    m_sentence->setObjectName(u"findingSentence"_s);
    m_possible = addText(layout, "muted");
    m_possible->setObjectName(u"findingPossible"_s);
    m_possible->setToolTip(tr(
        "Chosen so that the true class is among them as often as this, of patients who come from "
        "where the model's patients came from."));
    m_severity = addText(layout, "muted");
    m_severity->setObjectName(u"findingSeverity"_s);
    m_severity->setToolTip(
        tr("Estimated by a regression; about 95 % of errors lay within the range in brackets."));
    connect(&settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::ShowSeverity)
            showSeverity();
    });
}

void FindingPanel::makeBanner(QVBoxLayout* layout)
{
    m_banner = new QFrame(this);
    m_banner->setObjectName(u"banner"_s);
    m_banner->setAccessibleName(tr("Warnings"));
    m_bannerRows = new SentenceList(tr("Warnings"), m_banner);
    auto* bannerLayout = new QVBoxLayout(m_banner);
    bannerLayout->setContentsMargins(12, spacing::medium, 12, spacing::medium);
    bannerLayout->addWidget(m_bannerRows);
    layout->addWidget(m_banner);
}

void FindingPanel::makeComment(QVBoxLayout* layout)
{
    addHeading(layout, tr("Comment"));
    m_comment = new QPlainTextEdit(this);
    m_comment->setObjectName(u"comment"_s);
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setAccessibleDescription(tr("Your words on this study; they go into its report."));
    m_comment->setPlaceholderText(tr("For the report"));
    m_comment->setTabChangesFocus(true);
    m_comment->setFixedHeight(m_comment->fontMetrics().lineSpacing() * commentLines
                              + 2 * spacing::medium);
    connect(m_comment, &QPlainTextEdit::textChanged, this,
            [this] { Q_EMIT commentEdited(comment()); });
    layout->addWidget(m_comment);
    m_commentState = addText(layout, "muted");
    m_commentState->setObjectName(u"commentState"_s);
    m_commentState->hide();
}

QLabel* FindingPanel::addText(QVBoxLayout* layout, const char* role)
{
    QLabel* label = makeTextLabel({}, role, this);
    layout->addWidget(label);
    return label;
}

void FindingPanel::addHeading(QVBoxLayout* layout, const QString& text)
{
    setPlainText(addText(layout, "heading"), text);
}

void FindingPanel::setModel(const ModelManifest& manifest)
{
    m_manifest = manifest;
    removeAll(m_barRows);
    m_bars.clear();
    for (const ModelClass& modelClass : manifest.classes) {
        auto* bar = new ProbabilityBar(this);
        bar->setContent({wordsFor(modelClass), 0, false, std::nullopt});
        bar->hide();
        m_barRows->addWidget(bar);
        m_bars.push_back(bar);
    }
    m_model->setModel(manifest);
    QStringList words;
    for (const ModelClass& modelClass : manifest.classes)
        words << wordsFor(modelClass);
    m_overlay->setClasses(words);
}

void FindingPanel::setModelProblem(const Error& error)
{
    m_manifest.reset();
    removeAll(m_barRows);
    m_bars.clear();
    m_noModel = tr("Without a model there is no finding.");
    m_model->setProblem(error.message);
    m_overlay->setClasses({});
    clearFinding();
}

void FindingPanel::setStage(StudyLoader::Stage stage)
{
    m_busy->setVisible(stage != StudyLoader::Stage::Idle);
    switch (stage) {
    case StudyLoader::Stage::Idle:
        return clearFinding();
    case StudyLoader::Stage::Reading:
        m_notes.clear();
        clearFinding();
        return showWords(tr("Reading…"), {});
    case StudyLoader::Stage::WaitingForModel:
        return showWords(tr("Loading the model…"), {});
    case StudyLoader::Stage::Analysing:
        return showWords(tr("Analysing…"), {});
    }
}

void FindingPanel::clearFinding()
{
    showWords({},
              m_manifest ? tr("Open a radiograph to see what the model thinks of it.") : m_noModel);
    m_refusal.clear();
    m_warnings.clear();
    m_estimates.clear();
    showPossible({});
    showBanner();
    showSeverity();
    for (ProbabilityBar* bar : m_bars)
        bar->hide();
    m_model->clearTimings();
}

void FindingPanel::setProblem(const Error& error)
{
    clearFinding();
    showWords(tr("No finding"), error.message);
}

void FindingPanel::setFinding(const Finding& finding)
{
    if (!m_manifest)
        return;
    m_refusal = finding.status == Finding::Status::Refused ? finding.reason : QString();
    m_warnings = finding.warnings;
    m_estimates = finding.severity;
    showAnswer(finding);
    showPossible(possibleClassesSentence(finding, *m_manifest));
    showSeverity();
    showBanner();
    showBars(finding);
    m_model->setTimings(finding.timings);
}

void FindingPanel::setNotes(const QStringList& notes)
{
    m_notes = notes;
    showBanner();
}

void FindingPanel::showWords(const QString& label, const QString& sentence)
{
    setPlainText(m_label, label);
    setPlainText(m_sentence, sentence);
}

void FindingPanel::showAnswer(const Finding& finding)
{
    if (finding.status == Finding::Status::Refused)
        return showWords(tr("Refused"), tr("The numbers below mean nothing for this picture."));

    const auto positiveIndex = size_t(m_manifest->positiveClass);
    const QString positive = wordsFor(m_manifest->classes.at(positiveIndex));
    const QString probability = percentText(double(finding.probabilities.at(positiveIndex)));
    const QString threshold = percentText(m_manifest->threshold);
    showWords(wordsFor(m_manifest->classes.at(size_t(finding.label))),
              finding.positive ? tr("%1: positive, %2 is at or above the threshold of %3.")
                                     .arg(positive, probability, threshold)
                               : tr("%1: negative, %2 is below the threshold of %3.")
                                     .arg(positive, probability, threshold));
}

void FindingPanel::showPossible(const QString& words)
{
    setPlainText(m_possible, words);
    m_possible->setVisible(!words.isEmpty());
}

void FindingPanel::showBars(const Finding& finding)
{
    for (size_t i = 0; i < m_bars.size() && i < finding.probabilities.size(); ++i) {
        const bool isPositive = int(i) == m_manifest->positiveClass;
        m_bars[i]->setContent({wordsFor(m_manifest->classes[i]), double(finding.probabilities[i]),
                               int(i) == finding.label,
                               isPositive ? std::optional(m_manifest->threshold) : std::nullopt});
        m_bars[i]->setEnabled(finding.status == Finding::Status::Ok);
        m_bars[i]->show();
    }
}

void FindingPanel::showBanner()
{
    QStringList sentences = m_warnings;
    for (const QString& note : m_notes)
        if (!sentences.contains(note))
            sentences << note;
    if (!m_refusal.isEmpty())
        sentences.prepend(m_refusal);
    m_bannerRows->clear();
    for (const QString& sentence : sentences)
        m_bannerRows->addWarning(sentence);
    m_banner->setVisible(!sentences.isEmpty());
}

void FindingPanel::showSeverity()
{
    const bool isWanted = m_settings.value(Setting::ShowSeverity).toBool();
    setPlainText(m_severity, isWanted ? severityWords(m_estimates) : QString());
    m_severity->setVisible(isWanted && !m_estimates.empty());
}

void FindingPanel::setComment(const QString& comment)
{
    const QSignalBlocker blocker(m_comment); // nobody edited it
    m_comment->setPlainText(comment);
}

void FindingPanel::setCommentEnabled(bool enabled)
{
    m_comment->setEnabled(enabled);
}

void FindingPanel::setCommentState(const QString& words)
{
    m_commentState->setText(words);
    m_commentState->setAccessibleName(tr("Comment and measurements: %1").arg(words));
    m_commentState->setVisible(!words.isEmpty());
}

QString FindingPanel::comment() const
{
    return m_comment->toPlainText();
}

QString FindingPanel::sentence() const
{
    return m_sentence->text();
}

QString FindingPanel::labelText() const
{
    return m_label->text();
}

} // namespace ccad
