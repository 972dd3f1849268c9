// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"
#include "ui/jobs/in_order.h"
#include "ui/jobs/long_run.h"
#include "ui/model/installed_models.h"

#include <QDialog>

#include <optional>

class QPushButton;

namespace ccad {

class DatasetSourceBar;
class MarkdownView;
class SentenceList;
class Settings;

/// Audits one model for shortcuts on a data set of the user's choice, in the background. The audit
/// colour can be written into the model's package.
class AuditWindow final : public QDialog
{
    Q_OBJECT
public:
    AuditWindow(Settings& settings, const InstalledModel& model, QWidget* parent = nullptr);
    ~AuditWindow() override;

    /// Begins with a folder or a manifest.csv, in place of what runs; returns at once.
    void audit(const QString& dataset);
    [[nodiscard]] bool isBusy() const { return m_isWanted; }
    /// Nothing until an audit is done.
    [[nodiscard]] const std::optional<AuditReport>& report() const { return m_report; }
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void finished(); ///< the audit has ended, with a report or without
    void recorded(); ///< the package has the audit colour now

private:
    struct Step
    {
        qint64 done = 0;
        qint64 total = 0;
        QString what;
    };
    using Run = LongRun<Step, AuditReport>;

    void begin();
    void showProgress();
    void ended(const Result<AuditReport>& report);
    void auditAgain();
    void cancel();
    void done(const Result<AuditReport>& report);
    void record();
    void complain(const QString& sentence);
    /// Asks whether alike classes are one, and begins again with the answer.
    void askAboutClasses(const QString& names);

    InstalledModel m_model;
    QString m_dataset; ///< the last data set; empty: none yet
    AlikeClasses m_alike = AlikeClasses::Refuse; ///< Refuse: not asked yet
    DatasetSourceBar* m_source;
    SentenceList* m_auditColour;
    MarkdownView* m_text;
    QPushButton* m_record;
    std::optional<AuditReport> m_report;
    bool m_isWanted = false; ///< an audit of m_dataset, which runs or comes next
    bool m_isOvertaken = false; ///< what runs was cancelled, perhaps for another one
    InOrder m_recording;
    Run m_run; ///< last, hence destroyed first
};

} // namespace ccad
