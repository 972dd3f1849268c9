// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/base/progress.h"
#include "core/dataset/dataset_index.h"
#include "ui/jobs/long_run.h"
#include "ui/model/installed_models.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace ccad {

class Classifier;
class DatasetSourceBar;
class MarkdownView;
class NumberBox;
class SentenceList;
class Settings;

/// Fits one model's answers to labelled films of the user's choice, in the background, and saves
/// what comes of it as a package of its own; the model itself stays as it is.
class CalibrationWindow final : public QDialog
{
    Q_OBJECT
public:
    CalibrationWindow(Settings& settings, const InstalledModel& model, QWidget* parent = nullptr);
    ~CalibrationWindow() override;

    /// Chooses a folder or a manifest.csv; a calibration on another one is cancelled.
    void setDataset(const QString& dataset);
    /// Begins and returns at once; asks first where a model would be replaced.
    void calibrate();

    [[nodiscard]] bool isBusy() const { return m_run.isActive(); }
    [[nodiscard]] QString text() const;
    [[nodiscard]] QStringList sentences() const;
    [[nodiscard]] QLineEdit& folder() { return *m_folder; }
    [[nodiscard]] NumberBox& coverage() { return *m_coverage; }

Q_SIGNALS:
    void ended(); ///< with a new package or without
    void saved(const QString& folder);
    void useRequested(const QString& folder);

private:
    /// What the window asks of its worker.
    struct Order
    {
        QString model;
        QString dataset;
        QString folder;
        double coverage = 0;
        Existing existing = Existing::Keep;
        AlikeClasses alike = AlikeClasses::Refuse; ///< Refuse: not asked yet
    };
    struct Outcome
    {
        QString text;
        int unreadable = 0;
        QString problem; ///< why the package could not be saved; empty: it was
    };
    struct Step
    {
        qint64 done = 0;
        qint64 total = 0;
        QString what;
    };
    using Run = LongRun<Step, Outcome>;

    /// The films of the order. An error with the context "alike classes" names what to ask about.
    [[nodiscard]] static Result<DatasetIndex> filmsOf(const Order& order,
                                                      const Classifier& classifier,
                                                      const Progress& progress,
                                                      const CancelToken& cancel);
    [[nodiscard]] static Result<Outcome> fitted(const Order& order, const Progress& progress,
                                                const CancelToken& cancel);
    void makeFields();
    void arrange();
    void begin(const Order& order);
    void showProgress();
    void onEnded(const Order& order, const Result<Outcome>& outcome);
    void onError(const Order& order, const Error& error);
    void askAboutClasses(const Order& order, const QString& names);
    void showOutcome(const Order& order, const Outcome& outcome);
    void useIt();
    void browse();
    void updateControls();

    InstalledModel m_model;
    QString m_dataset; ///< empty: none yet
    QString m_savedFolder; ///< the new package's; empty: none yet
    DatasetSourceBar* m_source;
    QLineEdit* m_folder;
    QPushButton* m_choose;
    NumberBox* m_coverage;
    SentenceList* m_messages;
    MarkdownView* m_text;
    QPushButton* m_start;
    QPushButton* m_use;
    Run m_run; ///< last, hence destroyed first
};

} // namespace ccad
