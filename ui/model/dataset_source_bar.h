// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace ccad {

class Settings;

/// Chooses a data set (a recent one, a folder or a manifest) and shows how far its index is.
class DatasetSourceBar final : public QWidget
{
    Q_OBJECT
public:
    explicit DatasetSourceBar(Settings& settings, QWidget* parent = nullptr);

    /// Puts the path first among the recent ones.
    void setPath(const QString& path);
    void setBusy(bool busy);
    void setProgress(qint64 done, qint64 total, const QString& what);

    void chooseFolder();
    void chooseManifest();

Q_SIGNALS:
    void chosen(const QString& path);
    void cancelled();
    void rereadRequested();

private:
    void fillRecent();

    Settings& m_settings;
    QComboBox* m_recent;
    QPushButton* m_folder;
    QPushButton* m_manifest;
    QPushButton* m_reread;
    QPushButton* m_cancel;
    QProgressBar* m_progress;
    QLabel* m_what;
};

} // namespace ccad
