// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/temporary_folder.h"
#include "core/deidentification/deid_run.h"
#include "ui/jobs/in_order.h"
#include "ui/jobs/long_run.h"

#include <QDialog>

#include <memory>

class QLabel;
class QListWidget;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace ccad {

class DeidChoices;
class DeidTextPage;
class SentenceList;
class Settings;

/// De-identifies films as `ccad-cli deidentify` does: asks which, how and where to, shows the text
/// that seems to be in their pixels, says what will happen, and does it in the background.
class DeidWindow final : public QDialog
{
    Q_OBJECT
public:
    /// Settings must outlive it.
    explicit DeidWindow(Settings& settings, QWidget* parent = nullptr);
    ~DeidWindow() override;

    void addPaths(const QStringList& paths);
    [[nodiscard]] bool isBusy() const { return m_search.isActive() || m_run.isActive(); }
    [[nodiscard]] DeidTextPage& textPage() const { return *m_text; }
    [[nodiscard]] QPushButton& nextButton() const { return *m_next; }
    [[nodiscard]] QPushButton& backButton() const { return *m_back; }
    [[nodiscard]] SentenceList& plan() const { return *m_plan; }
    [[nodiscard]] QListWidget& results() const { return *m_results; }
    [[nodiscard]] QString sentence() const; ///< what stands above the buttons

    /// While something runs, ends that first.
    void reject() override;

private:
    enum Page
    {
        Choices,
        Text,
        Plan,
        Done
    };
    struct Step
    {
        qint64 done = 0;
        qint64 total = 0;
    };

    [[nodiscard]] QWidget* makePlan();
    [[nodiscard]] QWidget* makeDone();
    [[nodiscard]] QWidget* makeFoot();
    [[nodiscard]] Page page() const;
    [[nodiscard]] DeidRun order() const;
    void goOn();
    void goBack();
    void search();
    void showPlan();
    void deidentify();
    void addResult(const NamedFile& file, const Result<DeidFile>& done);
    void showPage(Page page);
    void showProgress();
    void updateControls();
    void forgetUnpacked();

    Settings& m_settings;
    QStackedWidget* m_pages;
    DeidChoices* m_choices;
    DeidTextPage* m_text;
    SentenceList* m_plan = nullptr;
    QListWidget* m_results = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_words = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_close = nullptr;
    QString m_outcome; ///< of what ran last
    std::shared_ptr<const TemporaryFolder> m_unpacked; ///< what archives held, while it is shown
    InOrder m_forgetting;
    LongRun<Step, CompanionCounts> m_search;
    LongRun<Step, DeidRunReport> m_run; ///< last, hence destroyed first
};

} // namespace ccad
