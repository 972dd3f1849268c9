// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/open_folder.h"
#include "core/base/result.h"
#include "core/nodes/received_object.h"
#include "core/results_writing/results_writer.h"

#include <QString>

#include <vector>

namespace ccad::ai_node {

/// Where a node keeps films and their results: "films" and "results" in its folder, each film under
/// the name that it got when it came, its results in a folder of that name. Any thread may use it.
class FilmFiles
{
public:
    /// Makes the folders. Error: WriteFailed.
    [[nodiscard]] static Result<FilmFiles> open(const QString& data);

    [[nodiscard]] QString filmsFolder() const { return m_films.path(); }
    [[nodiscard]] QString film(const QString& name) const;
    /// A new, empty folder for the results of that film: what an earlier try left goes. Error:
    /// WriteFailed.
    [[nodiscard]] Result<QString> newResults(const QString& name) const;
    /// Notes what they are and makes them survive a power cut. Errors: WriteFailed, FileUnreadable.
    [[nodiscard]] Result<void>
    keepResults(const QString& name, const std::vector<results::WrittenObject>& objects) const;
    /// What was kept. Errors: FileNotFound, FileBroken.
    [[nodiscard]] Result<std::vector<FileToSend>> results(const QString& name) const;
    void removeResults(const QString& name) const;
    /// Removes the film and its results; false, when something is still there.
    [[nodiscard]] bool remove(const QString& name) const;
    /// Removes everything of ours that belongs to none of these names: what a killed node left.
    void removeOthers(const std::vector<QString>& names) const;
    /// Free bytes for this user on the disk; -1: not known.
    [[nodiscard]] qint64 freeBytes() const;

private:
    FilmFiles(OpenFolder films, OpenFolder results)
        : m_films(std::move(films)), m_results(std::move(results))
    {
    }

    OpenFolder m_films;
    OpenFolder m_results;
};

} // namespace ccad::ai_node
