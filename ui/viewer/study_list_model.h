// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <QString>
#include <QStringList>

#include <vector>

namespace ccad {

/// The files of this session, in the order they were opened.
class StudyListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        PathRole = Qt::UserRole,
        SummaryRole, ///< what came of it, a few words; empty while it was not opened
        ThumbnailRole, ///< QImage, null until the file was read
        FailedRole, ///< bool: it could not be read
    };

    explicit StudyListModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    /// Appends those that are not there yet.
    void add(const QStringList& paths);
    void remove(int row);
    [[nodiscard]] int rowOf(const QString& path) const; ///< or -1
    [[nodiscard]] QString path(int row) const; ///< empty outside the list

    void setThumbnail(const QString& path, const QImage& thumbnail);
    void setSummary(const QString& path, const QString& summary);
    void setFailed(const QString& path, const QString& why);

private:
    struct Row
    {
        QString path;
        QString summary;
        QString problem; ///< why it could not be read, a sentence
        QImage thumbnail;
        bool failed = false;
    };
    [[nodiscard]] QString spokenText(const Row& row) const;
    void changed(int row);

    std::vector<Row> m_rows;
};

} // namespace ccad
