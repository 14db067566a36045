{{ in_force('job_intention') }}
