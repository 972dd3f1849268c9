// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"
#include "ui/study/study_loader.h"

#include <QWidget>

#include <optional>
#include <vector>

class QFrame;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QVBoxLayout;

namespace ccad {

class FindingModel;
class OverlayControls;
class ProbabilityBar;
class SentenceList;
class Settings;

/// Shows what the model says of the radiograph, how sure it is, what speaks against trusting it,
/// and which model it is. The words "Research use only. Not for diagnosis." are always in sight.
class FindingPanel final : public QWidget
{
    Q_OBJECT
public:
    /// The settings must outlive the panel.
    explicit FindingPanel(Settings& settings, QWidget* parent = nullptr);

    void setModel(const ModelManifest& manifest);
    /// Says why there is no model to ask.
    void setModelProblem(const Error& error);
    void setStage(StudyLoader::Stage stage);
    void setFinding(const Finding& finding);
    /// What the reader noted of the file, to be shown with or without a finding.
    void setNotes(const QStringList& notes);
    void setProblem(const Error& error); ///< the analysis failed
    void clearFinding();

    /// The user's comment on this study, for the report; empty and locked while no study is open.
    void setComment(const QString& comment);
    void setCommentEnabled(bool enabled);
    [[nodiscard]] QString comment() const;
    /// Shows whether comment and measurements are saved; empty: there is nothing to say.
    void setCommentState(const QString& words);

    [[nodiscard]] QString labelText() const;
    /// The sentence below the label: why there is no finding, for instance.
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] OverlayControls& overlayControls() { return *m_overlay; }
    [[nodiscard]] const std::vector<ProbabilityBar*>& bars() const { return m_bars; }

Q_SIGNALS:
    void commentEdited(const QString& comment);

private:
    QWidget* makeContent(Settings& settings);
    void makeWords(QVBoxLayout* layout, Settings& settings);
    void makeBanner(QVBoxLayout* layout);
    void makeComment(QVBoxLayout* layout);
    QLabel* addText(QVBoxLayout* layout, const char* role);
    void addHeading(QVBoxLayout* layout, const QString& text);
    void showWords(const QString& label, const QString& sentence);
    void showAnswer(const Finding& finding);
    void showPossible(const QString& words);
    void showBars(const Finding& finding);
    void showBanner();
    void showSeverity();

    Settings& m_settings;
    std::optional<ModelManifest> m_manifest;
    QString m_noModel; ///< what the lack of a model means for the finding, once it is known
    QString m_refusal; ///< why the radiograph was refused, a sentence; or empty
    QStringList m_warnings;
    QStringList m_notes; ///< the reader's; those of a finding are among its warnings
    std::vector<SeverityEstimate> m_estimates; ///< estimates of the finding that is shown
    std::vector<ProbabilityBar*> m_bars; ///< one per class of the model, owned by their parent

    QProgressBar* m_busy = nullptr;
    QLabel* m_label = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_possible = nullptr;
    QLabel* m_severity = nullptr;
    QFrame* m_banner = nullptr;
    SentenceList* m_bannerRows = nullptr;
    QVBoxLayout* m_barRows = nullptr;
    OverlayControls* m_overlay = nullptr;
    QPlainTextEdit* m_comment = nullptr;
    QLabel* m_commentState = nullptr;
    FindingModel* m_model = nullptr;
};

} // namespace ccad
