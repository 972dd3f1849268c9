// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

class Thumbnails;

/// The files of this session, in the order they were opened.
class StudyListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        PathRole = Qt::UserRole,
        SummaryRole, ///< the outcome in a few words; empty until the study is opened
        ThumbnailRole, ///< QImage, null until the file is read; asking for it starts that
        FailedRole, ///< bool: the file could not be read
        NumberRole, ///< int, from 1 in the order of opening
        ProbabilityRole, ///< double, 0..1: of the positive class; invalid while it is not known
    };

    explicit StudyListModel(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    /// Appends the paths that are not listed yet.
    void add(const QStringList& paths);
    void remove(int row);
    void clear();
    [[nodiscard]] int rowOf(const QString& path) const; ///< or -1
    [[nodiscard]] QString path(int row) const; ///< empty outside the list
    [[nodiscard]] QStringList paths() const;

    /// Shows numbers instead of file names, as patient_text.h says.
    void setTextHidden(bool hidden);
    /// The name of the study on screen.
    [[nodiscard]] QString title(const QString& path) const;

    void setThumbnail(const QString& path, const QImage& thumbnail);
    void setSummary(const QString& path, const QString& summary,
                    std::optional<double> probability = std::nullopt);
    /// Another model is asked from now on: removes what the one before said.
    void clearSummaries();
    /// How many reports, presentation states and maps about the film are open.
    void setResults(const QString& path, int results);
    void setFailed(const QString& path, const QString& why);
    /// Pauses reading thumbnails while something more urgent is read.
    void setThumbnailsPaused(bool paused);

private:
    struct Row
    {
        QString path;
        int number = 0;
        QString summary;
        QString problem; ///< why the file could not be read, a sentence
        QImage thumbnail;
        bool failed = false;
        int results = 0; ///< objects about it that are open
        std::optional<double> probability;
    };
    [[nodiscard]] QString titleOf(const Row& row) const;
    [[nodiscard]] QString summaryOf(const Row& row) const;
    [[nodiscard]] QString spokenText(const Row& row) const;
    [[nodiscard]] QString toolTip(const Row& row) const;
    [[nodiscard]] QImage thumbnail(const Row& row) const;
    void changed(int row);

    std::vector<Row> m_rows;
    QSet<QString> m_known; ///< all paths, for quick look-up: a folder can hold thousands
    int m_lastNumber = 0;
    bool m_hidden = false;
    Thumbnails* m_thumbnails;
};

} // namespace ccad
