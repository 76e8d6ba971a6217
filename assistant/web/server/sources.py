"""The sources for other programs: what there is, what is being taken in, and taking one out."""

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from assistant.answer_json import Json
from assistant.doors.rest.routes import PROBLEMS, UNKNOWN
from assistant.doors.rest.schema import JobJson, SourcesJson
from assistant.web.add.intake import Intake
from assistant.web.add.jobs import Job


def add_sources(app: FastAPI, intake: Intake) -> None:
    """Beside the uploads, which make jobs as a removal does: GET says when they are done."""

    @app.get("/api/v1/sources", response_model=SourcesJson, responses=PROBLEMS)
    def sources() -> Response:
        """The sources with their papers, and the jobs, the newest first."""
        jobs = [_told(job) for job in intake.jobs()]
        return JSONResponse({"sources": dict(intake.sources()), "jobs": jobs})

    @app.delete("/api/v1/sources/{name:path}", status_code=202, response_model=JobJson, responses=UNKNOWN)
    def remove(name: str) -> Response:
        """Forgets a source and the papers that only it lists, as soon as the jobs before are done."""
        if name not in intake.sources():
            return JSONResponse({"error": f"No source is called {name}. List them: /api/v1/sources"}, 404)
        job = intake.remove(name)
        return JSONResponse({"job": job.number, "source": job.source}, 202)


def _told(job: Job) -> Json:
    problem = f"{job.problem.message}. {job.problem.hint}" if job.problem else None
    return {"job": job.number, "source": job.source, "removing": job.removing, "state": job.state, "problem": problem}
